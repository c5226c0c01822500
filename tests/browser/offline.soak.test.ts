// Until another publication is served.
import "./offline.test.js";
