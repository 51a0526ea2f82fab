/* One line at the top when something went wrong, and the quiet announcer for screen readers. */
export function showNotice(text) {
  const notice = document.getElementById("notice");
  notice.querySelector("span").textContent = text;
  notice.hidden = !text;
}

export function announce(text) {
  const announcer = document.getElementById("announcer");
  if (announcer) announcer.textContent = text;
}
