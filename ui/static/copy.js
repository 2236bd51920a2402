// Copy buttons of the reply drafts, and a mail link that follows what is typed. The page works without.
"use strict";
const longest = 2000; // as LONGEST_MAILTO in ui/reply.py
for (const button of document.querySelectorAll("[data-copies]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copies);
    try {
      await navigator.clipboard.writeText(field.value);
    } catch { // no clipboard without https: the old way
      field.select();
      document.execCommand("copy");
    }
    const said = document.getElementById("copied");
    said.textContent = "";
    said.textContent = `คัดลอก${button.dataset.what}แล้ว`;
    button.classList.add("done");
    setTimeout(() => button.classList.remove("done"), 1500);
  });
}
const mail = document.getElementById("mailto");
if (mail) {
  const [to] = mail.href.split("?");
  const fields = ["subject", "body"].map((name) => document.getElementById(name));
  const follow = () => {
    const [subject, body] = fields.map((field) => encodeURIComponent(field.value.replace(/\r?\n/g, "\r\n")));
    const whole = `${to}?subject=${subject}&body=${body}`;
    const fits = whole.length <= longest;
    mail.href = fits ? whole : `${to}?subject=${subject}`.slice(0, longest);
    document.getElementById("fits").hidden = fits;
  };
  for (const field of fields) field.addEventListener("input", follow);
}
