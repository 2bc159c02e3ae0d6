// Focuses what a page says it begins with: the summary of what has to be corrected.
function focusFirst() {
  document.querySelector("[data-focus]")?.focus();
}

focusFirst();
