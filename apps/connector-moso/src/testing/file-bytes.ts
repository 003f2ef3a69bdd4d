import iconv from 'iconv-lite';

/** The bytes of a file as they may come: cut into pieces of so many bytes, whatever they cut. */
export async function* piecesOf(content: string | Uint8Array, size = 65_536): AsyncGenerator<Uint8Array, void, void> {
  const bytes = typeof content === 'string' ? ansi(content) : content;
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export const ansi = (text: string): Buffer => iconv.encode(text, 'win1252');

export async function all<Item>(batches: AsyncIterable<readonly Item[]>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const batch of batches) items.push(...batch);
  return items;
}

/** The headers of the page, by the file's version (vendors/moso.md, 8.2). */
export const headers = {
  '2': 'ID,FirstName,LastName,Address1,City,State,Zip,Phone1,Phone2,Phone3,Email,HomeClub,Membership_Type,MemberStatus,EnteredDate,MSDate,TermDate,Source,Salesperson',
  '2.5': 'ID,FirstName,LastName,Address1,City,State,Zip,Phone1,Phone2,Phone3,Email,HomeClub,Membership_Type,MemberStatus,EnteredDate,MSDate,TermDate,Source,Salesperson,RefAgreementID,RefAgreementPriceID',
  '3': 'HomeClub,ID,MemberStatus,Membership_Type,RefAgreementID,RefAgreementPriceID,LastName,FirstName,Email,Phone1,Phone2,Phone3,Address1,City,State,Zip,EnteredDate,MSDate,TermDate,Source,Salesperson',
} as const;

/** The sample line of the page. */
export const janeLine = '102284,Jane,Doe,"12 Main St, Apt 3",Boston,MA,02134,(617) 200-1000,,(617) 200-1001,jane@example.com,001,GOLD,Active,7/1/2024,7/8/2024,,Web,Smith';
