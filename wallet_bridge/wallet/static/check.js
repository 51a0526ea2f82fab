// Checks a file by its SHA-256, computed here, so that the file need not leave the device. Sends it only when asked to.
const LARGEST = 10 * 1024 * 1024;
const byId = (id) => document.getElementById(id);
const form = byId("file-form");
const input = byId("file");
const drop = form.querySelector(".drop");

const show = (id, visible) => { byId(id).hidden = !visible; };

async function digest(file) {
  const bytes = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function ask(body, headers) {
  const answer = await fetch("/verify", { method: "POST", body, headers: { Accept: "text/html", ...headers } });
  if (!answer.ok) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return document.importNode(page.getElementById("verdict"), true);
}

function present(verdict) {
  verdict.querySelector(".again")?.remove();
  const result = byId("result");
  result.replaceChildren(verdict);
  result.scrollIntoView({ block: "start" });
  result.focus({ preventScroll: true });
}

async function work(question) {
  for (const id of ["offer", "trouble", "too-large"]) show(id, false);
  byId("result").replaceChildren();
  byId("file-submit").disabled = true;
  try {
    await question();
  } catch {
    show("trouble", true);
  } finally {
    byId("file-submit").disabled = false;
  }
}

async function checkByDigest() {
  const file = input.files[0];
  if (!file) return;
  if (file.size > LARGEST) { show("too-large", true); return; }
  const body = JSON.stringify({ sha256: await digest(file) });
  const verdict = await ask(body, { "Content-Type": "application/json" });
  if (verdict.dataset.known === "yes") present(verdict);
  else { show("offer", true); byId("send-file").focus(); }
}

async function checkByFile() {
  present(await ask(new FormData(form), {}));
}

function chosen() {
  const file = input.files[0];
  if (!file) return;
  byId("file-name").textContent = file.name;
  show("whole-file", true);
  show("whole-why", true);
  work(checkByDigest);
}

if (window.crypto?.subtle) {
  document.documentElement.classList.add("enhanced");
  show("stays", true);
  input.addEventListener("change", chosen);
  form.addEventListener("submit", (event) => { event.preventDefault(); work(checkByDigest); });
  byId("whole-file").addEventListener("click", () => work(checkByFile));
  byId("send-file").addEventListener("click", () => work(checkByFile));
  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
  }
  for (const name of ["dragleave", "drop"]) {
    drop.addEventListener(name, () => drop.classList.remove("over"));
  }
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) { input.files = event.dataTransfer.files; chosen(); }
  });
}
