// Decides before anything is validated or planned whether a document asks for too much, and remembers those that do not.
import type { DocumentNode, GraphQLSchema, ValueNode } from "postgraphile/graphql";
import { GraphQLError, Kind, Lexer, parse, Source, TokenKind, visit } from "postgraphile/graphql";
import { documentLimits, operationLimits, rootFieldLimits, textLimits } from "./document_limits.ts";
import { measureOperations } from "./measure_document.ts";
import { mayHaveLines, requireText } from "./strict_text.ts";

/** What is known of a document that may pass. */
export interface CheckedDocument {
  /** The variables whose text may have lines, wherever they are used. */
  readonly withLines: ReadonlySet<string>;
}

const opening: ReadonlySet<string> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const closing: ReadonlySet<string> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/**
 * Checks a document against the limits, in time linear in its length. One that does not parse passes: it is refused as such later.
 * @throws GraphQLError with DOCUMENT_TOO_LARGE, or with INVALID_INPUT for a text that nobody could read
 */
export function checkDocument(text: string, schema: GraphQLSchema): CheckedDocument {
  limit("characters", text.length, textLimits.characters);
  if (!hasTokensWithinLimits(text)) return { withLines: new Set() };
  let document: DocumentNode;
  try {
    document = parse(text);
  } catch {
    return { withLines: new Set() };
  }
  const withLines = checkNodes(document);
  for (const operation of measureOperations(document, schema) ?? []) {
    limit(`root fields in a ${operation.type}`, operation.rootFields, rootFieldLimits[operation.type]);
    for (const [what, max] of Object.entries(operationLimits))
      limit(what === "cost" ? "cost" : `${what} with its fragments`, operation[what as keyof typeof operationLimits], max);
  }
  return { withLines };
}

/** Throws DOCUMENT_TOO_LARGE when there is more of something than allowed. */
export function limit(what: string, found: number, max: number, whole = "The document"): void {
  if (found <= max) return;
  const number = Number.isSafeInteger(found) ? found : "countless";
  const message =
    what === "cost"
      ? `${whole} costs ${number}, and may cost ${max}: ask for smaller pages, or for less at once.`
      : `${whole} has ${number} ${what}, and may have ${max}: ask for less at once.`;
  throw new GraphQLError(message, { extensions: { code: "DOCUMENT_TOO_LARGE" } });
}

// Without recursion, as the parser has none of its own limits: what is too deep would end its stack.
function hasTokensWithinLimits(text: string): boolean {
  const lexer = new Lexer(new Source(text));
  let tokens = 0;
  let depth = 0;
  try {
    while (lexer.advance().kind !== TokenKind.EOF) {
      const { kind } = lexer.token;
      depth += opening.has(kind) ? 1 : closing.has(kind) ? -1 : 0;
      limit("tokens", ++tokens, textLimits.tokens);
      limit("brackets within brackets", depth, textLimits["brackets within brackets"]);
    }
    return true;
  } catch (error) {
    if (error instanceof GraphQLError && error.extensions["code"] !== undefined) throw error;
    return false;
  }
}

// Counts what does not depend on fragments, and looks at every text. Returns the variables that may have lines.
function checkNodes(document: DocumentNode): Set<string> {
  const found = { definitions: document.definitions.length, variables: 0, directives: 0, "values in arguments": 0 };
  const uses = new Map<string, boolean>();
  const named = (node: { name: { value: string }; value: ValueNode }) => {
    const hasLines = mayHaveLines(node.name.value);
    if (node.value.kind === Kind.STRING) requireText(node.value.value, node.name.value, hasLines);
    if (node.value.kind !== Kind.VARIABLE) return;
    const variable = node.value.name.value;
    uses.set(variable, (uses.get(variable) ?? true) && hasLines);
  };
  visit(document, {
    enter(node, _key, parent) {
      if (node.kind === Kind.VARIABLE_DEFINITION) found.variables++;
      else if (node.kind === Kind.DIRECTIVE) found.directives++;
      else if (node.kind === Kind.ARGUMENT || node.kind === Kind.OBJECT_FIELD) named(node);
      else if (node.kind.endsWith("Value")) found["values in arguments"]++;
      const isNamed = parent && "kind" in parent && (parent.kind === Kind.ARGUMENT || parent.kind === Kind.OBJECT_FIELD);
      if (node.kind === Kind.STRING && !isNamed) requireText(node.value, "a text", false);
    },
  });
  for (const [what, max] of Object.entries(documentLimits)) limit(what, found[what as keyof typeof found], max);
  return new Set([...uses].flatMap(([name, hasLines]) => (hasLines ? [name] : [])));
}
