/** Give an address that may stand in a link: our own, https, or plain http on this very machine's name (the sandbox). */
export function safeUrl(address: string | null, here: string): string | null {
  if (address === null) return null;
  const base = new URL(here);
  if (!URL.canParse(address, here)) return null;
  const url = new URL(address, here);
  const ours = url.protocol === "https:" || (url.protocol === "http:" && url.hostname === base.hostname);
  return ours ? url.href : null;
}
