// Takes an element anew from its page every so many seconds: a code that changes, work that goes on. It waits while
// nobody looks, and while it is asked whether anybody does, so that it keeps no session of somebody who has left.
const TICK = 1000;

/** Puts what is there now into the element; where it is gone, the page itself has changed and is opened. */
async function renew(element) {
  const answer = await fetch(element.dataset.refreshFrom || location.href, { headers: { accept: "text/html" } });
  if (answer.redirected) return location.assign(answer.url);
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById(element.id);
  if (!fresh) return location.reload();
  const hadFocus = element.contains(document.activeElement);
  element.replaceChildren(...fresh.childNodes);
  element.dataset.refreshSeconds = fresh.dataset.refreshSeconds ?? "0";
  if (hadFocus) element.querySelector("a, button")?.focus();
}

function keepFresh(element) {
  let due = Date.now() + element.dataset.refreshSeconds * 1000;
  const ticking = setInterval(async () => {
    if (document.hidden || document.getElementById("idle")?.open || Date.now() < due) return;
    due = Infinity;
    try {
      await renew(element);
    } catch {
      // The network is away: what is shown stays, and the next time comes.
    }
    const seconds = Number(element.dataset.refreshSeconds);
    if (!seconds) clearInterval(ticking);
    due = Date.now() + seconds * 1000;
  }, TICK);
}

document.querySelectorAll("[data-refresh-seconds]").forEach(keepFresh);
