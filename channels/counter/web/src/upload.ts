/** One file on its way to the counter. XMLHttpRequest, because fetch does not tell how far it has come. */

import { Refused } from "./api.ts";
import { words } from "./words.ts";

export const LARGEST_BYTES = 10 * 1024 * 1024;
const KINDS = /\.(jpe?g|png|hei[cf]|pdf)$/i;

export type Kept = { id: string; name: string; place: string | null };

/** Say what is wrong with a file before it is sent; empty when nothing is. */
export function faultOf(file: { name: string; size: number }): string {
  if (!KINDS.test(file.name)) return words.attach.wrong_kind;
  return file.size > LARGEST_BYTES ? words.attach.too_large : "";
}

/** Send `file` and give what the counter kept; `place` is where the picture was taken, if it says so. Throws Refused. */
export function upload(url: string, file: File, progress: (part: number) => void): Promise<Kept> {
  const body = new FormData();
  body.append("file", file);
  const request = new XMLHttpRequest();
  return new Promise((resolve, reject) => {
    request.upload.addEventListener("progress", (event) => event.lengthComputable && progress(event.loaded / event.total));
    request.addEventListener("error", () => reject(new Refused(0, "unreachable", words.attach.failed)));
    request.addEventListener("load", () => {
      const answer = read(request.responseText);
      if (request.status === 201) resolve(kept(answer, file.name));
      else reject(new Refused(request.status, String(answer["code"] ?? ""), String(answer["title"] || words.attach.failed)));
    });
    request.open("POST", url);
    request.setRequestHeader("accept", "application/json");
    request.send(body);
  });
}

export function kept(answer: Record<string, unknown>, name: string): Kept {
  const place = (answer["place"] ?? {}) as Record<string, unknown>;
  const offered = place["offered"] === true;
  const where = [place["district"], place["dong"]].filter((part) => typeof part === "string" && part !== "").join(" ");
  return { id: String(answer["id"]), name: String(answer["name"] ?? name), place: offered ? where : null };
}

function read(text: string): Record<string, unknown> {
  try {
    return (JSON.parse(text) as Record<string, unknown> | null) ?? {};
  } catch {
    return {};
  }
}
