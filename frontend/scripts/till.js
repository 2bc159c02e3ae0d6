// The till: scans wait for each other and for the network, keys of the keyboard, and whatever moves money is asked for
// under its key until there is an answer, also after a reload. Without this the pages do the same, one form at a time.
{
  const PENDING = "socert-till-pending";
  const PAUSES = [1, 2, 4, 8, 15, 30];
  const ANSWER_MS = 25000;
  // A slip stays to be seen by whoever goes on scanning without looking.
  const SLIP_MS = 5000;
  // What is older when a page is opened is not sent by itself: whose card it was may have gone long ago.
  const RESUMED_MS = 5 * 60 * 1000;
  const KEPT_TO_OURSELVES = new Set(["form_token", "pin", "code"]);

  const till = document.querySelector("[data-till]");
  const says = document.getElementById("till-offline");
  const panel = document.getElementById("till-asking");
  const scans = [];
  let pending = null;
  let secrets = {};
  let token = "";
  let isAsking = false;
  let isHeld = false;
  let isDraining = false;
  let nextAt = 0;
  let mistake = null;
  let isLost = false;
  let isWanted = false;

  const mainField = () => till.querySelector("[data-main]");
  const path = () => location.pathname;

  function remember() {
    try {
      if (pending) localStorage.setItem(PENDING, JSON.stringify(pending));
      else localStorage.removeItem(PENDING);
    } catch {
      // A browser that keeps nothing asks as long as the page is open; the server's page asks after that.
    }
  }

  function remembered() {
    try {
      const kept = JSON.parse(localStorage.getItem(PENDING));
      return kept && /^\/till\/[\w/-]+$/.test(kept.action) ? kept : null;
    } catch {
      return null;
    }
  }

  function number(bytes) {
    return Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (one) => one.toString(16).padStart(2, "0")).join("");
  }

  function tellNetwork() {
    const lines = [];
    if (isLost || !navigator.onLine) lines.push(pending ? says.dataset.lost : says.dataset.says);
    if (scans.length && (isLost || !navigator.onLine)) lines.push(`${says.dataset.waiting} ${scans.length}.`);
    if (isAsking && panel.hidden) lines.push(says.dataset.sending);
    const text = lines.join(" ");
    if (says.textContent !== text) says.textContent = text;
  }

  async function send(action, fields) {
    const found = till.querySelector("[name=form_token]") ?? panel.querySelector("[name=form_token]");
    const body = new URLSearchParams({ ...fields, form_token: token || found.value });
    return fetch(action, { method: "POST", body, signal: AbortSignal.timeout(ANSWER_MS), cache: "no-store" });
  }

  /** Another page was opened meanwhile, so this one's forms are out of date: take their token from a new one. */
  async function renewToken() {
    const page = new DOMParser().parseFromString(await (await fetch("/till/returns")).text(), "text/html");
    const found = page.querySelector("[name=form_token]")?.value ?? "";
    const isNew = found !== "" && found !== token;
    token = found;
    return isNew;
  }

  /** Puts a page that came as an answer in the place of this one, and goes on typing where somebody typed. */
  function put(page, url) {
    const fresh = page.querySelector("[data-till]");
    if (!fresh) return location.assign(url);
    const typed = mainField()?.value ?? "";
    till.replaceChildren(...fresh.childNodes);
    token = "";
    document.title = page.title;
    if (new URL(url).pathname !== path()) history.pushState(null, "", url);
    ready();
    const field = mainField();
    const summary = till.querySelector(".govuk-error-summary");
    if (mistake) till.prepend(mistake.summary);
    if (summary) mistake = { summary, until: Date.now() + SLIP_MS };
    if (!field) return;
    field.focus();
    if (typed) field.value = typed;
    else if (summary) field.select();
  }

  // ---- Scans, one after another.

  function takeScan(form, submitter) {
    const field = mainField();
    if (pending) return showPanel();
    if (field?.value.trim() === "" && !submitter?.name) return field.focus();
    const fields = Object.fromEntries(new FormData(form, submitter?.name ? submitter : undefined));
    delete fields.form_token;
    scans.push({ action: form.getAttribute("action"), fields: { ...fields, step: number(8) }, at: Date.now() });
    if (field) {
      field.value = "";
      field.focus();
    }
    drain();
  }

  async function drain() {
    if (isDraining) return;
    isDraining = true;
    while (scans.length) {
      const scan = scans[0];
      if (mistake && scan.at > mistake.until) mistake = null;
      const answer = await send(scan.action, scan.fields).catch(() => null);
      if (answer && answer.status === 403 && (await renewToken().catch(() => false))) continue;
      isLost = !answer || answer.status >= 500;
      if (isLost) break;
      scans.shift();
      put(new DOMParser().parseFromString(await answer.text(), "text/html"), answer.redirected ? answer.url : location.href);
    }
    isDraining = false;
    tellNetwork();
    if (scans.length) setTimeout(drain, 2000);
    else if (isWanted && !mistake) pay();
    isWanted &&= scans.length > 0;
  }

  // ---- What moves money, until there is an answer.

  function begin(form, submitter) {
    if (pending) return showPanel();
    take(form, submitter, Date.now());
    askPending();
  }

  function take(form, submitter, since) {
    const fields = Object.fromEntries(new FormData(form, submitter?.name ? submitter : undefined));
    secrets = Object.fromEntries(Object.entries(fields).filter(([name]) => name === "pin" || name === "code"));
    const kept = Object.fromEntries(Object.entries(fields).filter(([name]) => !KEPT_TO_OURSELVES.has(name)));
    pending = { action: form.getAttribute("action"), kind: form.dataset.keyed, fields: kept, since, times: 0 };
    remember();
  }

  /** Goes on with what has no answer yet; what is old, or of a time that cannot be, waits for the cashier. */
  function resume() {
    const form = till.querySelector("form[data-resume]");
    pending = remembered();
    if (!pending && form) take(form, undefined, Date.now() - 1000 * form.dataset.resume);
    if (!pending) return;
    const age = Date.now() - pending.since;
    isHeld = !(age >= 0 && age <= RESUMED_MS);
    if (isHeld) showPanel();
    else askPending();
  }

  function giveUp() {
    pending = { ...pending, action: "/till/abandon", fields: { sale: pending.fields.sale }, times: 0 };
    secrets = {};
    remember();
    askPending();
  }

  async function askPending() {
    if (!pending || isAsking) return;
    isHeld = false;
    isAsking = true;
    pending.times += 1;
    remember();
    const asked = pending;
    tellNetwork();
    showCounts();
    let answer = await send(asked.action, { ...asked.fields, ...secrets }).catch(() => null);
    if (answer?.status === 403 && (await renewToken().catch(() => false))) {
      answer = await send(asked.action, { ...asked.fields, ...secrets }).catch(() => null);
    }
    isAsking = false;
    if (asked !== pending) return askPending();
    isLost = !answer;
    if (!answer || answer.status >= 500) return wait();
    await answered(answer);
  }

  async function answered(answer) {
    const page = await answer.text().catch(() => null);
    if (page === null && !answer.redirected) return wait();
    pending = null;
    secrets = {};
    remember();
    tellNetwork();
    if (answer.redirected) return location.assign(answer.url);
    panel.hidden = true;
    put(new DOMParser().parseFromString(page, "text/html"), location.href);
    till.querySelector(".govuk-error-summary")?.focus();
  }

  function wait() {
    nextAt = Date.now() + PAUSES[Math.min(pending.times, PAUSES.length) - 1] * 1000;
    showPanel();
    tellNetwork();
  }

  function showPanel() {
    const wasHidden = panel.hidden;
    panel.hidden = false;
    const isPayment = pending.kind === "pay";
    panel.querySelectorAll("[data-till-pay]").forEach((one) => (one.hidden = !isPayment));
    panel.querySelector("[data-till-void]").hidden = !isPayment || pending.action === "/till/abandon";
    panel.querySelector("h2").textContent = isPayment ? panel.dataset.payment : panel.dataset.other;
    showCounts();
    if (wasHidden) panel.focus();
  }

  function showCounts() {
    if (panel.hidden || !pending) return;
    panel.querySelector("[data-till-held]").hidden = !isHeld;
    panel.querySelector("[data-till-repeats]").hidden = isHeld;
    panel.querySelector("[data-till-again]").hidden = isHeld || pending.kind !== "pay";
    const since = new Date(pending.since);
    const language = document.documentElement.lang;
    const shown = isHeld ? since.toLocaleString(language) : since.toLocaleTimeString(language);
    panel.querySelector("[data-till-since]").textContent = shown;
    panel.querySelector("[data-till-times]").textContent = pending.times;
    panel.querySelector("[data-till-next]").textContent = Math.max(0, Math.ceil((nextAt - Date.now()) / 1000));
  }

  function tick() {
    if (pending && !isAsking && !isHeld && Date.now() >= nextAt) askPending();
    showCounts();
  }

  // ---- Keys and forms.

  function press(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const keys = { F2: pay, F4: () => location.assign("/till/returns"), F8: () => location.assign("/till"), Escape: goBack };
    const does = keys[event.key];
    if (!does || (pending && event.key !== "Escape")) return;
    if (does() !== false) event.preventDefault();
  }

  function pay() {
    till.querySelector("[data-f2]")?.click();
  }

  function goBack() {
    const field = document.activeElement;
    if (pending || field?.closest("dialog")) return false;
    const summary = till.querySelector(".govuk-error-summary");
    mistake = null;
    if (summary) {
      till.querySelectorAll(".govuk-error-summary").forEach((one) => one.remove());
      const entry = mainField();
      if (entry) entry.value = "";
      return entry?.focus();
    }
    if (field?.matches("input") && field.value) field.value = "";
    else if (path() !== "/till") location.assign("/till");
  }

  function submit(event) {
    const form = event.target;
    if (form.matches("[data-scan]")) {
      event.preventDefault();
      takeScan(form, event.submitter);
    } else if (form.matches("[data-keyed]")) {
      event.preventDefault();
      begin(form, event.submitter);
    }
  }

  /** What was scanned comes first; the calculation follows by itself. */
  function follow(event) {
    if (!scans.length || !event.target.closest("a[data-f2]")) return;
    event.preventDefault();
    isWanted = true;
  }

  function ready() {
    till.querySelectorAll("[data-needs-script], [data-print]").forEach((one) => (one.hidden = false));
    till.querySelectorAll("[data-print]").forEach((one) => one.addEventListener("click", () => print()));
  }

  function connected() {
    isLost = false;
    tellNetwork();
    drain();
    if (pending) nextAt = 0;
    tick();
  }

  function start() {
    document.body.dataset.keys = "yes";
    ready();
    document.addEventListener("submit", submit, true);
    document.addEventListener("click", follow, true);
    document.addEventListener("keydown", press);
    addEventListener("online", connected);
    addEventListener("offline", tellNetwork);
    addEventListener("popstate", () => location.reload());
    panel.querySelector("[data-till-now]").addEventListener("click", askPending);
    panel.querySelector("[data-till-void]").addEventListener("click", giveUp);
    resume();
    setInterval(tick, 250);
    tellNetwork();
  }

  if (till && says && panel) start();
}
