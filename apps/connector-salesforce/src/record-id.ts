const suffixes = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** An id of 15 characters completed to the 18 that do not depend on capitals; what is no such id stays as it is. */
export function wholeId(id: string): string {
  if (!/^[A-Za-z0-9]{15}$/.test(id)) return id;
  const letters = [0, 5, 10].map((from) => {
    const capitals = [...id.slice(from, from + 5)].map((character, place) => (/[A-Z]/.test(character) ? 2 ** place : 0));
    return suffixes[capitals.reduce((sum, each) => sum + each, 0)]!;
  });
  return id + letters.join('');
}
