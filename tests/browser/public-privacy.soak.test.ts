// Every rule of the policy, read with the keyboard.
import "./public-privacy.test.js";
