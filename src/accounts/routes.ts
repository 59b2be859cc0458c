// The routes of accounts: JSON in, JSON out, and nothing of it is kept on the way.
import express, { type Request, type RequestHandler, type Router } from "express";
import type { Identity } from "../identity/identity.ts";
import { accountsIssuer } from "./access_tokens.ts";
import type { Commands } from "./accounts.ts";
import { addressOf, bodyOf, newPasswordOf, optionalTextOf, passwordOf, switchOf, textOf } from "./input.ts";
import { answerRefusal, Refusal } from "./refusals.ts";

type Body = Readonly<Record<string, unknown>>;
/** Returns what is answered, with a status if it is not 200. */
type Act = (body: Body, request: Request) => Promise<{ status?: number; answer: object }>;

// Two passwords of 1,000 characters, each of them escaped.
const bodyBytesMax = 32_000;

/** Makes the router. whoIsCalling: set the identity of requests with a bearer token, or refuse them. */
export function createRoutes(commands: Commands, whoIsCalling: RequestHandler[]): Router {
  const router = express.Router();
  router.use(express.json({ limit: bodyBytesMax }));

  function route(path: string, act: Act, ...before: RequestHandler[]): void {
    router.post(path, ...before, answering(act));
    router.all(path, (_request, response) => {
      response.set("Allow", "POST");
      throw new Refusal(405, "METHOD_NOT_ALLOWED", "This is a command: send it by POST.");
    });
  }

  route("/register", async (body, request) => {
    const [email, password, zone] = [textOf(body, "email"), newPasswordOf(body, "password"), optionalTextOf(body, "zone")];
    const { isNew, tokens } = await commands.register(email, password, zone, addressOf(request));
    return { status: isNew ? 201 : 200, answer: tokens };
  });

  route("/log-in", async (body, request) => ({
    answer: await commands.logIn(textOf(body, "email"), passwordOf(body, "password"), addressOf(request)),
  }));

  route("/refresh", async (body) => ({ answer: await commands.refresh(textOf(body, "refreshToken")) }));

  // Either token will do; who has a refresh token may send an access token that has expired.
  const unlessRefreshToken = whoIsCalling.map<RequestHandler>(
    (handler) => (request, response, next) =>
      typeof bodyOf(request)["refreshToken"] === "string" ? next() : handler(request, response, next),
  );
  route(
    "/log-out",
    async (body, request) => {
      const [token, everywhere] = [optionalTextOf(body, "refreshToken"), switchOf(body, "everywhere")];
      if (token === null) await commands.endSession(identityOf(request), everywhere);
      else await commands.logOut(token, everywhere);
      return { answer: { ended: true } };
    },
    ...unlessRefreshToken,
  );

  route(
    "/password",
    async (body, request) => {
      const [password, newPassword] = [passwordOf(body, "password"), newPasswordOf(body, "newPassword")];
      await commands.changePassword(identityOf(request), password, newPassword, addressOf(request));
      return { answer: { changed: true } };
    },
    ...whoIsCalling,
  );

  router.use(answerRefusal);
  return router;
}

function answering(act: Act): RequestHandler {
  return async (request, response) => {
    const { status, answer } = await act(bodyOf(request), request);
    response.status(status ?? 200).json(answer);
  };
}

function identityOf({ identity }: Request): Identity {
  if (identity?.issuer === accountsIssuer) return identity;
  throw new Refusal(401, "SIGNED_OUT", "This is about an account: send its access token.");
}
