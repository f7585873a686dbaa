// Without this file every page still works: it only adds the focus on error summaries and banners,
// the "show password" button, the guard against pressing a button twice, and tidying up at sign-out.

import {
  Button,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  SkipLink,
  createAll,
} from "../dist/govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");

createAll(Button, { preventDoubleClick: true });
for (const component of [ErrorSummary, NotificationBanner, PasswordInput, SkipLink]) {
  createAll(component);
}

// What a section kept on this device goes when its writer signs out (see writing.js).
document.querySelector('form[action$="/logout/"]')?.addEventListener("submit", () => {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith("unsaved:")) localStorage.removeItem(key);
  } catch {
    // Where nothing can be kept, nothing was.
  }
});
