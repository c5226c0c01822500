// Without a list, and who left it told in counts.
import "./opt-out.test.js";
