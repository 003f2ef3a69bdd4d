import { echo, refused, success, type Outcome } from './envelope.js';
import type { Place } from './formats.js';
import { answered, paged } from './paging.js';
import { campaignRow, clubRow, employeeRow, idOf, memberRow, prospectRow, type Changes } from './rows.js';
import { inOrderOf, readRange, readStatuses, selected, visible } from './selection.js';

/** `GET /{club}/clubs` */
export const getClub = ({ state, club }: Place, search: string): Outcome => success(echo(club, search), { club: clubRow(state.clubs.need(club)) }, 1);

/** `GET /{club}/clubs/campaigns` */
export function listCampaigns(place: Place, search: string, changes: Changes): Outcome {
  const { state, club } = place;
  const idOfCampaign = ({ campaignId }: { campaignId: string }) => campaignId;
  const rows = inOrderOf([...visible(state.campaigns, club, idOfCampaign, changes)], idOfCampaign);
  return paged(place, echo(club, search), 'campaigns', rows, changes, campaignRow);
}

/** `GET /{club}/employees`: all statuses. */
export function listEmployees(place: Place, search: string, changes: Changes): Outcome {
  const { state, club } = place;
  const idOfEmployee = ({ employeeId }: { employeeId: string }) => employeeId;
  const rows = inOrderOf([...visible(state.employees, club, idOfEmployee, changes)], idOfEmployee);
  return paged(place, echo(club, search), 'employees', rows, changes, (row) => employeeRow(row, changes));
}

/** `GET /{club}/members`: members and unconverted prospects. */
export function listMembers(place: Place, search: string, changes: Changes): Outcome {
  const { state, club } = place;
  const request = echo(club, search);
  const statuses = readStatuses(request);
  if ('complaint' in statuses) return refused(request, statuses.complaint);
  const range = readRange(request, state.timeZone(club));
  if ('complaint' in range) return refused(request, range.complaint);
  const everybody = [...visible(state.members, club, idOf, changes), ...visible(state.prospects, club, idOf, changes)];
  return paged(place, request, 'members', selected(state, everybody, { ...statuses, ...range }), changes, (row) => memberRow(state, row, changes));
}

/** `GET /{club}/members/{memberId}`: an unconverted prospect is no member. */
export function getMember({ state, club }: Place, search: string, id: string, changes: Changes): Outcome {
  const member = state.members.get(id);
  return answered(echo(club, search), 'members', member?.club === club ? [memberRow(state, member, changes)] : [], changes);
}

/** `GET /{club}/prospects` */
export function listProspects(place: Place, search: string, changes: Changes): Outcome {
  const { state, club } = place;
  const request = echo(club, search);
  const range = readRange(request, state.timeZone(club));
  if ('complaint' in range) return refused(request, range.complaint);
  const rows = selected(state, visible(state.prospects, club, idOf, changes), range);
  return paged(place, request, 'prospects', rows, changes, (row) => prospectRow(state, row, changes));
}

/** `GET /{club}/prospects/{prospectId}` */
export function getProspect({ state, club }: Place, search: string, id: string, changes: Changes): Outcome {
  const prospect = state.prospectOf(club, id);
  return answered(echo(club, search), 'prospects', prospect === undefined ? [] : [prospectRow(state, prospect, changes)], changes);
}
