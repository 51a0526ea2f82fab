// A wallet and a reader of credentials, made of other people's implementations. Reads an order (JSON) a line, answers a line.
import { createHash, randomBytes, webcrypto } from "node:crypto";
import { createInterface } from "node:readline";
import { Openid4vciClient, setGlobalConfig } from "@openid4vc/openid4vci";
import { StatusList, getListFromStatusListJWT, getStatusListFromJWT } from "@sd-jwt/jwt-status-list";
import { SDJwtVcInstance } from "@sd-jwt/sd-jwt-vc";

setGlobalConfig({ allowInsecureUrls: true }); // the tests serve plain http on loopback

const { subtle } = webcrypto;
const CURVE = { name: "ECDSA", namedCurve: "P-256" };
const ES256 = { name: "ECDSA", hash: "SHA-256" };
const encoded = (value) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");
const decoded = (part) => JSON.parse(Buffer.from(part, "base64url"));
const hasher = (data, alg) => createHash(alg.replace("-", "")).update(typeof data === "string" ? data : Buffer.from(data)).digest();

const publicOf = ({ kty, crv, x, y }) => ({ kty, crv, x, y });

async function sign(data, jwk) {
  const key = await subtle.importKey("jwk", jwk, CURVE, false, ["sign"]);
  return Buffer.from(await subtle.sign(ES256, key, Buffer.from(data))).toString("base64url");
}

async function verify(data, signature, jwk) {
  const key = await subtle.importKey("jwk", publicOf(jwk), CURVE, false, ["verify"]);
  return subtle.verify(ES256, key, Buffer.from(signature, "base64url"), Buffer.from(data));
}

const fetched = async (url) => (await fetch(url)).json();

// Whoever signs for `iss` publishes the keys at a well-known place: nothing is configured by hand.
async function signedByIssuer(data, signature) {
  const [header, payload] = data.split(".").map(decoded);
  const { issuer, jwks_uri } = await fetched(`${payload.iss}/.well-known/jwt-vc-issuer`);
  const { keys } = await fetched(jwks_uri);
  const key = keys.find(({ kid }) => kid === header.kid);
  return issuer === payload.iss && key !== undefined && verify(data, signature, key);
}

const client = (key) =>
  new Openid4vciClient({
    callbacks: {
      fetch,
      hash: hasher,
      generateRandom: (length) => randomBytes(length),
      clientAuthentication: () => {},
      signJwt: async (_signer, { header, payload }) => {
        const data = `${encoded(header)}.${encoded(payload)}`;
        return { jwt: `${data}.${await sign(data, key)}`, signerJwk: publicOf(key) };
      },
    },
  });

const reader = (options = {}) =>
  new SDJwtVcInstance({
    hasher,
    verifier: signedByIssuer,
    kbVerifier: (data, signature, payload) => verify(data, signature, payload.cnf.jwk),
    loadTypeMetadataFormat: true,
    ...options,
  });

// Standard Subresource Integrity; the library's own check takes the digest for hexadecimal.
async function typeByIntegrity(url, integrity) {
  const bytes = Buffer.from(await (await fetch(url)).arrayBuffer());
  const [algorithm, expected] = [integrity.slice(0, 6), integrity.slice(7)];
  if (createHash(algorithm).update(bytes).digest("base64") !== expected) throw new Error("integrity");
  return JSON.parse(bytes);
}

const orders = {
  async resolve({ link }) {
    const offer = await client().resolveCredentialOffer(link);
    const metadata = await client().resolveIssuerMetadata(offer.credential_issuer);
    const known = Object.entries(metadata.knownCredentialConfigurations);
    return {
      offer,
      version: metadata.originalDraftVersion,
      servers: metadata.authorizationServers,
      configurations: Object.fromEntries(known.map(([id, each]) => [id, { format: each.format, vct: each.vct, shown: each.credential_metadata }])),
    };
  },

  async token({ offer, txCode }) {
    const issuerMetadata = await client().resolveIssuerMetadata(offer.credential_issuer);
    const { accessTokenResponse } = await client().retrievePreAuthorizedCodeAccessTokenFromOffer({ credentialOffer: offer, issuerMetadata, txCode });
    return accessTokenResponse;
  },

  async nonce({ issuer }) {
    return client().requestNonce({ issuerMetadata: await client().resolveIssuerMetadata(issuer) });
  },

  async key() {
    const { privateKey } = await subtle.generateKey(CURVE, true, ["sign"]);
    return subtle.exportKey("jwk", privateKey);
  },

  async prove({ issuer, kind, nonce, key }) {
    const issuerMetadata = await client().resolveIssuerMetadata(issuer);
    const signer = { method: "jwk", alg: "ES256", publicJwk: publicOf(key) };
    return client(key).createCredentialRequestJwtProof({ issuerMetadata, credentialConfigurationId: kind, signer, nonce, issuedAt: new Date() });
  },

  async credential({ issuer, kind, token, proofs }) {
    const issuerMetadata = await client().resolveIssuerMetadata(issuer);
    const request = { issuerMetadata, credentialConfigurationId: kind, accessToken: token, proofs: { jwt: proofs } };
    const { response, credentialResponse } = await client().retrieveCredentials(request);
    return { status: response.status, ...credentialResponse };
  },

  async deferred({ issuer, token, transactionId }) {
    const issuerMetadata = await client().resolveIssuerMetadata(issuer);
    const { response, deferredCredentialResponse } = await client().retrieveDeferredCredentials({ issuerMetadata, accessToken: token, transactionId });
    return { status: response.status, ...deferredCredentialResponse };
  },

  async notify({ issuer, token, notificationId, event }) {
    const issuerMetadata = await client().resolveIssuerMetadata(issuer);
    const { response } = await client().sendNotification({ issuerMetadata, accessToken: token, notification: { notificationId, event } });
    return { status: response.status };
  },

  // A bank reads what the holder shows: signature, type, status, and that the holder has the key.
  async present({ credential, key, shown, audience }) {
    const frame = Object.fromEntries(shown.map((name) => [name, true]));
    const kb = { payload: { iat: Math.floor(Date.now() / 1000), aud: audience, nonce: "asked-by-the-bank" } };
    const holder = new SDJwtVcInstance({ hasher, kbSigner: (data) => sign(data, key), kbSignAlg: "ES256" });
    return { presentation: await holder.present(credential, frame, { kb }) };
  },

  async read({ presentation }) {
    const found = await reader().verify(presentation, { keyBindingNonce: "asked-by-the-bank" });
    return { payload: found.payload, header: found.header, kb: found.kb?.payload, type: found.typeMetadata?.mergedTypeMetadata };
  },

  async readByIntegrity({ credential }) {
    const { payload, typeMetadata } = await reader({ vctFetcher: typeByIntegrity }).verify(credential);
    return { payload, type: typeMetadata.mergedTypeMetadata };
  },

  // The list as its own library reads it, the signature checked first.
  async status({ credential }) {
    const { idx, uri } = getStatusListFromJWT(credential.split("~")[0]);
    const answer = await fetch(uri, { headers: { Accept: "application/statuslist+jwt" } });
    const token = await answer.text();
    const [header, payload, signature] = token.split(".");
    const list = getListFromStatusListJWT(token);
    return {
      signed: await signedByIssuer(`${header}.${payload}`, signature),
      header: decoded(header),
      claims: { ...decoded(payload), status_list: undefined },
      media: answer.headers.get("content-type"),
      caching: answer.headers.get("cache-control"),
      uri,
      idx,
      size: list.statusList.length,
      bits: list.getBitsPerStatus(),
      set: list.statusList.reduce((sum, bit) => sum + bit, 0),
      value: list.getStatus(idx),
    };
  },

  // The same bits written by the other side's library.
  async encode({ places, size }) {
    const bits = new Array(size).fill(0);
    for (const place of places) bits[place] = 1;
    return { lst: new StatusList(bits, 1).compressStatusList() };
  },
};

const said = (error) =>
  error.errorResponse?.error ??
  error.response?.credentialErrorResponseResult?.data?.error ??
  error.response?.deferredCredentialErrorResponseResult?.data?.error ??
  error.response?.notificationErrorResponseResult?.data?.error ??
  error.response?.wwwAuthenticate?.[0]?.payload?.error;

for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line);
  let answer;
  try {
    answer = await orders[order.do](order);
  } catch (error) {
    answer = { refused: said(error) ?? String(error) };
  }
  console.log(JSON.stringify(answer));
}
