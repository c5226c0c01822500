/** A link that opens a mail program with a message begun: its lines end as mail has them (RFC 6068). */
export function mailtoLink(to: string, subject: string, body: string): string {
  const query = [
    ["subject", subject],
    ["body", body.replaceAll("\n", "\r\n")],
  ].map(([key, value]) => `${key}=${encodeURIComponent(value!)}`);
  return `mailto:${to}?${query.join("&")}`;
}
