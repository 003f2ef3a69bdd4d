type Json = unknown;

/** A plain value as YAML 1.2 in block style; texts that YAML might read as something else are quoted as JSON does. */
export function toYaml(value: Json): string {
  return `${block(value, '').trimStart()}\n`;
}

function block(value: Json, indent: string): string {
  if (Array.isArray(value) && value.length > 0) return value.map((entry) => `\n${indent}- ${block(entry, `${indent}  `).trimStart()}`).join('');
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
    if (entries.length > 0) return entries.map(([key, entry]) => `\n${indent}${text(key)}:${after(block(entry, `${indent}  `))}`).join('');
  }
  return typeof value === 'string' ? text(value) : JSON.stringify(value);
}

const after = (rest: string): string => (rest.startsWith('\n') ? rest : ` ${rest}`);
const text = (it: string): string => (/^[A-Za-z_/][\w ./-]*$/.test(it) && !it.endsWith(' ') && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(it) ? it : JSON.stringify(it));
