import { createWriteStream } from 'node:fs';
import { once } from 'node:events';

const columns = 'ID,FirstName,LastName,Address1,City,State,Zip,Phone1,Phone2,Phone3,Email,HomeClub,Membership_Type,MemberStatus,EnteredDate,MSDate,TermDate,Source,Salesperson';
const flushedAt = 65_536;

/**
 * Writes an update file of MoSoClub's with so many good rows (vendors/moso.md, 8.2). A third has an address with a comma, quoted
 * as the vendor writes it. One in a hundred is a member's, the others are of a type that the club ignores: what is measured is reading.
 */
export async function writeMosoFile(path: string, rows: number): Promise<void> {
  const out = createWriteStream(path);
  let text = `${columns}\r\n`;
  for (let n = 0; n < rows; n += 1) {
    const address = n % 3 === 0 ? `"${n % 900} Main St, Apt ${n % 40}"` : `${n % 900} Main St`;
    const type = n % 100 === 0 ? 'GOLD' : 'STAFF';
    text += `${100_000 + n},First${n % 500},Last${n % 20_011},${address},Boston,MA,02134,(617) 200-1000,,(614) ${200 + (n % 700)}-${String(n % 10_000).padStart(4, '0')},person${n}@example.com,001,${type},Active,7/1/2024,7/8/2024,,Web,Smith\r\n`;
    if (text.length < flushedAt) continue;
    if (!out.write(text, 'latin1')) await once(out, 'drain');
    text = '';
  }
  out.end(text, 'latin1');
  await once(out, 'finish');
}
