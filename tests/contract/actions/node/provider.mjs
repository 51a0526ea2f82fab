// oidc-provider is asked by our client. Input: one JSON line. Output: one JSON line when it listens.
// POST /press/approve and /press/refuse answer the newest request.
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { createLocalJWKSet, exportJWK, generateKeyPair, jwtVerify } from "jose";
import { Provider, errors } from "oidc-provider";

const lines = createInterface({ input: process.stdin });
const [line] = await new Promise((resolve) => lines.once("line", (text) => resolve([text])));
const { port, clientId, clientKeys, people } = JSON.parse(line);
const issuer = `http://127.0.0.1:${port}`;
const { privateKey } = await generateKeyPair("ES256", { extractable: true });
const waiting = [];

const provider = new Provider(issuer, {
  jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: "ES256", use: "sig", kid: "provider" }] },
  clients: [
    {
      client_id: clientId,
      jwks: clientKeys,
      token_endpoint_auth_method: "private_key_jwt",
      token_endpoint_auth_signing_alg: "ES256",
      id_token_signed_response_alg: "ES256",
      grant_types: ["urn:openid:params:grant-type:ciba"],
      response_types: [],
      redirect_uris: [],
      backchannel_token_delivery_mode: "poll",
    },
  ],
  claims: { openid: ["sub", "ci", "name", "birthdate"] },
  conformIdTokenClaims: false,
  clientAuthMethods: ["private_key_jwt"],
  enabledJWA: { idTokenSigningAlgValues: ["ES256"], clientAuthSigningAlgValues: ["ES256"] },
  ttl: { BackchannelAuthenticationRequest: 300 },
  findAccount: (_ctx, sub) => ({
    accountId: sub,
    claims: () => ({ sub, ci: people[sub].ci, name: people[sub].name, birthdate: people[sub].birthdate }),
  }),
  features: {
    devInteractions: { enabled: false },
    ciba: {
      enabled: true,
      deliveryModes: ["poll"],
      async processLoginHintToken(_ctx, token) {
        const keys = createLocalJWKSet(clientKeys);
        const { payload } = await jwtVerify(token, keys, { issuer: clientId, audience: issuer });
        const found = Object.entries(people).find(
          ([phone, one]) =>
            phone === payload.phone_number && one.name === payload.name && one.birthdate === payload.birthdate,
        );
        return found?.[0];
      },
      processLoginHint: () => undefined,
      validateBindingMessage: (_ctx, message) => {
        if (!/^\d{4}$/.test(message)) throw new errors.InvalidBindingMessage("four digits");
      },
      validateRequestContext: () => undefined,
      verifyUserCode: () => undefined,
      triggerAuthenticationDevice: (_ctx, request, account, client) => {
        waiting.push({ request: request.jti, account: account.accountId, client: client.clientId });
      },
    },
  },
});

async function press(approve) {
  const { request, account, client } = waiting.at(-1);
  if (!approve) return provider.backchannelResult(request, new errors.AccessDenied("refused"));
  const grant = new provider.Grant({ clientId: client, accountId: account });
  grant.addOIDCScope("openid");
  await grant.save();
  return provider.backchannelResult(request, grant, { acr: "phone", authTime: Math.floor(Date.now() / 1000) });
}

const oidc = provider.callback();
const server = createServer(async (request, response) => {
  if (!request.url.startsWith("/press/")) return oidc(request, response);
  await press(request.url === "/press/approve");
  response.end("{}");
});
server.listen(port, "127.0.0.1", () => console.log(JSON.stringify({ issuer })));
