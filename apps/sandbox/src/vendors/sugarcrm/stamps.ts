/** An instant as the CRM's tables and `rest-v4_1` have it: UTC, whole seconds, `yyyy-MM-dd HH:mm:ss`. What is no instant stays as it is. */
export function tableStamp(instant: string): string {
  const milliseconds = Date.parse(instant);
  return Number.isNaN(milliseconds) ? instant : new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ');
}

/** The instant of a stamp of the tables, RFC 3339 UTC. */
export const instantOf = (stamp: string): string => `${stamp.replace(' ', 'T')}Z`;

/** A stamp of the tables as `rest-v11` writes it: `yyyy-MM-ddTHH:mm:ss+00:00`. */
export const isoStamp = (stamp: string): string => `${stamp.replace(' ', 'T')}+00:00`;

export const isTableStamp = (value: unknown): value is string =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(value) && !Number.isNaN(Date.parse(instantOf(value)));
