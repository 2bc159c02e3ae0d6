// Asks, five minutes before a sign-in ends because nothing was done, whether somebody is still there, and ends it then.
const WARNING_SECONDS = 300;
const LOOK_EVERY = 5000;
const SEEN = "socert-seen";

let seenHere = Date.now();

/** When anything was last done, in this window or in another of the same browser. */
function lastSeen() {
  try {
    return Math.max(seenHere, Number(localStorage.getItem(SEEN)));
  } catch {
    return seenHere;
  }
}

function rememberSeen() {
  seenHere = Date.now();
  try {
    localStorage.setItem(SEEN, String(seenHere));
  } catch {
    // A browser that keeps nothing knows this window only.
  }
}

async function stay() {
  rememberSeen();
  try {
    const answer = await fetch("/still-here", { redirect: "manual", cache: "no-store" });
    if (answer.status !== 204) location.reload();
  } catch {
    // The network is away; whoever goes on will see it.
  }
}

function watchIdle(limitSeconds, dialog) {
  const look = () => {
    const left = limitSeconds - (Date.now() - lastSeen()) / 1000;
    if (left <= 0) document.querySelector('form[action="/sign-out"]')?.submit();
    else if (left <= WARNING_SECONDS && !dialog.open) dialog.showModal();
    else if (left > WARNING_SECONDS && dialog.open) dialog.close();
  };
  rememberSeen();
  setInterval(look, LOOK_EVERY);
  document.addEventListener("visibilitychange", look);
  dialog.addEventListener("close", stay);
}

const idleSeconds = Number(document.body.dataset.idleSeconds);
const idleDialog = document.getElementById("idle");
if (idleSeconds && idleDialog) watchIdle(idleSeconds, idleDialog);
