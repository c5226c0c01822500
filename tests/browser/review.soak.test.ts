// The page of the review at both widths, and where it is disturbed.
import "./review.test.js";
