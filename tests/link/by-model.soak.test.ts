// The model and reviewers' decisions in each way that they meet.
import "./by-model.test.js";
