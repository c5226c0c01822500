import { join } from "node:path";
import { TellableError } from "../../loaders/store/safe-message.js";
import { contentPolicy } from "../site/content-policy.js";
import { editions } from "../site/edition/editions.js";
import { currentLink } from "./publication.js";

/** What every answer of a web server says that serves the public site. */
export const publicHeaders: Record<string, string> = {
  // Each page narrows this to its own scripts. Who may frame it only a server can say.
  "Content-Security-Policy": contentPolicy(editions.public, {}),
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "same-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
};

/**
 * What answers say of a ward's page instead: anybody may show its figures in a frame. There is nothing to press on it that
 * changes anything, and the site sets no cookie.
 */
export const framedHeaders: Record<string, string> = {
  "Content-Security-Policy": contentPolicy(editions.public, { frames: "*" }),
  "X-Frame-Options": "",
  "Cross-Origin-Opener-Policy": "",
};

// What is said of a document, and means nothing of a script, a style sheet or data that a page asks for: on every one of them
// it would weigh as much as some of them do.
const { "X-Content-Type-Options": _, ...ofDocuments } = publicHeaders;

/**
 * A server of nginx, from 1.18 on, for the publications of a folder: the site that is current, to be read only, without
 * lists of folders. Files that are named by content are kept by browsers; all else is asked for anew, as a publication
 * may replace it. `name`: the site's host name. Throws if nginx could not be told the folder.
 */
export function nginxConfig(folder: string, { name = "_", port = 80 } = {}): string {
  if (/["$\\;{}\r\n]/.test(folder))
    throw new TellableError(
      `${folder}: has a character that nginx reads otherwise in a path. Publish to a folder without it, with --to.`,
    );
  const headers = Object.entries({ ...publicHeaders, "Cache-Control": "$early_years_cache" }).map(
    ([header, value]) => [header, header in ofDocuments ? variableOf(header) : value] as const,
  );
  // A header whose value is empty is not sent.
  const maps = Object.entries(ofDocuments).map(
    ([header, value]) => `map "$status $uri" ${variableOf(header)} {
    default "${value}";
    "~^(200|206|304) /_(?!.*worker).*\\.[0-9a-f]{8}\\.(js|css|json|arrow)$" "";${
      header in framedHeaders
        ? `
    "~^(200|206|304) /areas/" "${framedHeaders[header]}";`
        : ""
    }
}
`,
  );
  return `# The public site of the Early Years Workspace, for the http block of nginx.
# Written by: npm run publish -- --nginx. Write it anew when the workspace is updated.

map "$status $uri" $early_years_cache {
    default "no-cache";
    "~^(200|206|304) /_.*\\.[0-9a-f]{8}\\.[a-z0-9]+$" "public, max-age=31536000, immutable";
}

${maps.join("\n")}
server {
    # Where nothing in front of this server does TLS, add it here.
    listen ${port};
    server_name ${name};
    server_tokens off;

    root "${join(folder, currentLink)}";
    index index.html;
    autoindex off;
    charset utf-8;
    charset_types text/css text/csv text/plain application/javascript application/json;
    gzip on;
    gzip_vary on;
    # The least is the default, and a sixth larger.
    gzip_comp_level 6;
    gzip_types text/css text/csv text/plain application/javascript application/json application/ld+json application/octet-stream image/svg+xml;

${headers.map(([header, value]) => `    add_header ${header} "${value}" always;`).join("\n")}

    if ($request_method !~ ^(GET|HEAD)$) {
        return 405;
    }
    location / {
        try_files $uri $uri.html $uri/index.html =404;
    }
    location ~ \\.csv$ {
        default_type text/csv;
    }
    location ~ /\\. {
        return 404;
    }
}
`;
}

function variableOf(header: string): string {
  return `$early_years_${header.toLowerCase().replaceAll("-", "_")}`;
}
