// Reads one order (JSON) from standard input, does it, writes one answer (JSON).
import { createHash, createPublicKey, webcrypto as crypto, verify as verifyBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { createSignature, verifySignature, webcrypto } from "http-message-sig";

const importKey = (jwk, use) => crypto.subtle.importKey("jwk", { kty: jwk.kty, crv: jwk.crv, x: jwk.x, d: jwk.d }, "Ed25519", false, [use]);

const message = ({ method, url, headers }) => ({
  kind: "request",
  method,
  targetUri: url,
  fields: Object.entries(headers).map(([name, value]) => ({ name, value })),
});

const digest = (body) => `sha-256=:${createHash("sha256").update(Buffer.from(body, "base64")).digest("base64")}:`;

const orders = {
  // Is the push signed by this key over everything that matters, and is the digest that of the body?
  async verify({ request, body, jwk, required }) {
    const verifier = webcrypto.verifier(await importKey(jwk, "verify"));
    const { components, parameters } = await verifySignature(message(request), {
      policy: {
        algorithms: ["ed25519"],
        requiredComponents: required,
        requiredParameters: ["created", "expires", "keyid", "nonce"],
        maxAge: 120,
        clockSkew: 5,
      },
      resolveVerifier: () => verifier,
    });
    const header = Object.entries(request.headers).find(([name]) => name.toLowerCase() === "content-digest")[1];
    return { components: components.map(({ name }) => name), parameters, digest: header === digest(body) };
  },

  // Sign a push as another vendor's office would.
  async sign({ request, body, jwk, keyid, components }) {
    const signer = webcrypto.signer(await importKey(jwk, "sign"));
    const headers = { ...request.headers, "Content-Digest": digest(body) };
    const created = Math.floor(Date.now() / 1000);
    const { signature, signatureInput } = await createSignature(message({ ...request, headers }), {
      label: "other",
      components,
      parameters: { created, expires: created + 60, nonce: "n-0S6_WzA2Mj", alg: signer.algorithm, keyid },
      signer,
    });
    return { headers: { ...headers, Signature: signature, "Signature-Input": signatureInput } };
  },

  // Check a receipt (JWS, ES256) with the platform's own cryptography.
  async receipt({ jws, jwk }) {
    const [header, payload, signature] = jws.split(".");
    const key = { key: createPublicKey({ key: jwk, format: "jwk" }), dsaEncoding: "ieee-p1363" };
    const valid = verifyBytes("sha256", Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, "base64url"));
    return { valid, claims: JSON.parse(Buffer.from(payload, "base64url")) };
  },
};

const order = JSON.parse(readFileSync(0, "utf8"));
let answer;
try {
  answer = await orders[order.do](order);
} catch (error) {
  answer = { refused: error.code ?? String(error) };
}
console.log(JSON.stringify(answer));
