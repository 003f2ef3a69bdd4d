import type { Answer } from '../../http/answer.js';
import type { JsonObject } from '../../http/json-body.js';
import { element, xml } from '../../http/xml.js';
import { echo, nodes, xmlStatus } from './envelope.js';
import { wrongValue, type Place } from './formats.js';
import { employeeRow, idOf, withExtraKeys, xmlMemberRow, type Changes } from './rows.js';
import { inOrderOf, readStatuses, readTimes, selected, visible } from './selection.js';
import { xmlType } from './soap-call.js';
import type { Employee } from './state.js';

const shapes = {
  xmlEmployeeList: { root: 'getEmployeeListResponse', list: 'employees', row: 'employee' },
  xmlMemberList: { root: 'getMemberListResponse', list: 'members', row: 'member' },
} as const;

type XmlList = keyof typeof shapes;
export const isXmlList = (operation: string): operation is XmlList => Object.hasOwn(shapes, operation);

/** `GET /ws/getEmployeeList/{club}`. Nobody knows what `departmentOnline` looks at: it is accepted, and filters nothing. */
export function xmlEmployeeList({ state, club }: Place, search: string, changes: Changes): Answer {
  const query = echo(club, search);
  const status = String(query['employeeStatus'] ?? 'all').toLowerCase();
  if (!['active', 'inactive', 'all'].includes(status)) {
    return refusedList('xmlEmployeeList', query, wrongValue('employeeStatus', 'active, inactive or all'));
  }
  const idOfEmployee = ({ employeeId }: Employee) => employeeId;
  const found = [...visible(state.employees, club, idOfEmployee, changes)].filter(
    ({ employeeId, employment }) =>
      (status === 'all' || String(employment?.['employeeStatus']).toLowerCase() === status) &&
      (query['employeeId'] ?? employeeId) === employeeId &&
      (query['employeeBarcode'] === undefined || query['employeeBarcode'] === employment?.['employeeBarcode']),
  );
  return list('xmlEmployeeList', query, inOrderOf(found, idOfEmployee).map((row) => employeeRow(row, changes)), changes);
}

/** `GET /ws/getMemberList/{club}`: prospects and members together, no paging. */
export function xmlMemberList({ state, club }: Place, search: string, changes: Changes): Answer {
  const query = echo(club, search);
  const { joinStatus: _restOnly, ...filters } = query;
  const statuses = readStatuses(filters);
  if ('complaint' in statuses) return refusedList('xmlMemberList', query, statuses.complaint);
  const times = readTimes(query, state.timeZone(club));
  if ('complaint' in times) return refusedList('xmlMemberList', query, times.complaint);
  const everybody = [...visible(state.members, club, idOf, changes), ...visible(state.prospects, club, idOf, changes)];
  const asked = everybody.filter((row) => (query['memberId'] ?? idOf(row)) === idOf(row));
  const found = selected(state, asked, { ...statuses, ...times });
  return list('xmlMemberList', query, found.map((row) => xmlMemberRow(state, row, changes)), changes);
}

/** A list that is not given, for a reason in `status.message`. */
export const refusedList = (operation: XmlList, request: JsonObject, complaint: string): Answer =>
  list(operation, request, [], new Map(), complaint);

function list(operation: XmlList, request: JsonObject, rows: readonly JsonObject[], changes: Changes, complaint?: string): Answer {
  const { root, list: name, row } = shapes[operation];
  const head = { status: xmlStatus(rows.length, complaint), request };
  // The list itself is no object: an extra element in it would be one more row.
  const extended = changes.has('unknown-field')
    ? { ...(withExtraKeys(head) as JsonObject), [name]: { [row]: withExtraKeys(rows) } }
    : { ...head, [name]: { [row]: rows } };
  return xml(200, xmlType, element(root, nodes(extended)));
}
