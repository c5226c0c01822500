// A page that was built before the day on which somebody should look at it again says so from the day after.
const today = new Date().toISOString().slice(0, 10);

for (const notice of document.querySelectorAll<HTMLElement>("[data-review-by]"))
  notice.hidden = (notice.dataset.reviewBy ?? "") >= today;

export {};
