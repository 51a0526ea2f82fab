// openid-client asks our provider. Input: one JSON line. Output: one JSON line when asked, one when answered.
import { createInterface } from "node:readline";
import { importJWK, SignJWT } from "jose";
import * as oidc from "openid-client";

const lines = createInterface({ input: process.stdin });
const [line] = await new Promise((resolve) => lines.once("line", (text) => resolve([text])));
const { issuer, clientId, jwk, person, parameters } = JSON.parse(line);
lines.close();

const say = (value) => console.log(JSON.stringify(value));
const key = await importJWK(jwk, "ES256");
const hint = await new SignJWT(person)
  .setProtectedHeader({ alg: "ES256", kid: jwk.kid })
  .setIssuer(clientId)
  .setAudience(issuer)
  .setIssuedAt()
  .setExpirationTime("1m")
  .setJti(crypto.randomUUID())
  .sign(key);

try {
  const config = await oidc.discovery(new URL(issuer), clientId, {}, oidc.PrivateKeyJwt({ key, kid: jwk.kid }), {
    execute: [oidc.allowInsecureRequests],
  });
  const asked = await oidc.initiateBackchannelAuthentication(config, {
    scope: "openid",
    login_hint_token: hint,
    ...parameters,
  });
  say({ asked });
  const tokens = await oidc.pollBackchannelAuthenticationGrant(config, asked);
  say({ type: tokens.token_type, claims: tokens.claims() });
} catch (error) {
  say({ error: error.error ?? error.code ?? String(error), cause: error.cause?.error });
}
