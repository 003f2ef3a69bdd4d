import type { Request } from '../../http/request.js';

const roots = ['/Account/', '/MemberSearch/', '/Member/'];

const routes: Readonly<Record<string, string>> = {
  'POST /Account/Authenticate': 'authenticate',
  'GET /MemberSearch/FindMembers': 'findMembers',
  'GET /Member/GetMemberByMemberID': 'getMember',
  'POST /Member/AddMember': 'addMember',
  'PUT /Member/UpdateMemberDemographic': 'updateMember',
};

export const operations = Object.values(routes);
export const operationsBehindLogin = operations.filter((operation) => operation !== 'authenticate');
export const isOurs = (path: string): boolean => roots.some((root) => path.startsWith(root));

/** Null: nothing answers there. */
export function operationOf({ method, path }: Request): string | null {
  const key = `${method} ${path}`;
  return Object.hasOwn(routes, key) ? routes[key]! : null;
}
