// Sends a form once, however often its button is pressed; a form that failed or led to a file can be sent again.
const SENT_AGAIN_AFTER = 3000;

function sendOnce(event) {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, SENT_AGAIN_AFTER);
}

document.addEventListener("submit", sendOnce);
