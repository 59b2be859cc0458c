// Grafast aborts a signal at the end of each request, for which Node makes an exception with a trace of the stack that nobody reads.

const why = new DOMException("This operation was aborted", "AbortError");

/** As Node's, but all that are aborted without a reason have one and the same, made once. */
class QuietAbortController extends AbortController {
  override abort(reason: unknown = why): void {
    super.abort(reason);
  }
}

globalThis.AbortController = QuietAbortController;
