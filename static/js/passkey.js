// Says in words why a passkey could not be used (the sign-in library only writes it to the console), and keeps a form from
// leaving before the device has answered.

const WORDS = {
  NotAllowedError: "The passkey was not used: it was cancelled, took too long, or there is none on this device. Try again, or use another way.",
  InvalidStateError: "This device already has a passkey for your account.",
  SecurityError: "Passkeys do not work at this address. Use the portal's own address, or another way to sign in.",
};

document.addEventListener("allauth.error", (event) => {
  const place = document.getElementById("passkey-message");
  if (place) {
    event.preventDefault();
    place.textContent =
      WORDS[event.detail?.exception?.name] ?? "The passkey could not be used. Try again, or use another way.";
  }
});

const answer = document.querySelector("input[type=hidden][name=credential]");
answer?.form.addEventListener("submit", (event) => {
  if (!answer.value) {
    event.preventDefault();
  }
});
