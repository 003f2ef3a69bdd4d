import type { Answer } from '../../http/answer.js';
import type { Params } from '../../scripting/hazard-catalogue.js';
import { bodyOf, queryOf } from './input-names.js';
import { midnight } from './formats.js';
import { complaintAboutId, readChanges, readNew } from './member-fields.js';
import { isLeadType, type MosoState } from './state.js';
import { good, memberNotFound, memberObject, refused, unreadable } from './wire.js';

type Changes = ReadonlyMap<string, Params>;

const listed: readonly string[] = ['Active', 'InActive', 'Terminated', 'Frozen', 'Expired'];
const pageLength = 50;

/** What `findMembers` is asked for; null: a status it does not know. Pages begin at 1. */
export function askedFor(search: string): { status: string; page: number } | null {
  const query = queryOf(search);
  const status = query.get('memberstatus') ?? '';
  const page = Number(query.get('pagenumber') ?? '1');
  return listed.includes(status) ? { status, page: Number.isSafeInteger(page) && page > 0 ? page : 1 } : null;
}

export const isPastTheEnd = (state: MosoState, { status, page }: { status: string; page: number }): boolean =>
  (page - 1) * pageLength >= state.withStatus(status).length;

export function findMembers(state: MosoState, search: string, changes: Changes): Answer {
  const asked = askedFor(search);
  if (asked === null) return good({});
  const start = changes.has('endless-page-one') ? 0 : (asked.page - 1) * pageLength;
  const hiddenAge = changes.get('stale-read')?.['ms'];
  const all = state.withStatus(asked.status);
  const seen = hiddenAge === undefined ? all : all.filter((id) => !state.members.isYoungerThan(id, Number(hiddenAge)));
  const results = seen.slice(start, start + pageLength).map((id) => memberObject(state.members.need(id), changes.has('blank-strings')));
  return good(results.length === 0 && changes.has('missing-results-key') ? {} : { Results: results });
}

export function getMember(state: MosoState, search: string, changes: Changes): Answer {
  const member = state.members.get(queryOf(search).get('memberid')?.trim() ?? '');
  return good(member === undefined ? null : memberObject(member, changes.has('blank-strings')));
}

/** Never detects duplicates. */
export function addMember(state: MosoState, body: string, changes: Changes): Answer {
  const sent = bodyOf(body);
  if (sent === null) return unreadable;
  const read = readNew(sent, state);
  if ('complaint' in read) return refused(read.complaint);
  const club = String(read.fields['HomeClub']);
  const { ID } = state.members.patch(state.nextId(), {
    ...read.fields,
    MemberStatus: 'Active',
    EnteredDate: state.localNow(club),
    ...(isLeadType(read.fields['Membership_Type']) ? {} : { MSDate: midnight(state.today(club)) }),
  });
  return good(changes.has('success-without-id') ? null : { ID });
}

/** The member an update is about, when there is one. */
export function updatedId(state: MosoState, body: string): string | null {
  const id = bodyOf(body)?.get('id');
  return typeof id === 'string' && state.members.get(id.trim()) !== undefined ? id.trim() : null;
}

export function updateMember(state: MosoState, body: string, changes: Changes): Answer {
  const sent = bodyOf(body);
  if (sent === null) return unreadable;
  const complaint = complaintAboutId(sent.get('id'));
  if (complaint !== null) return refused(complaint);
  const ID = String(sent.get('id')).trim();
  const member = state.members.get(ID);
  if (member === undefined) return memberNotFound;
  const conversion = changes.get('convert-on-update');
  if (conversion !== undefined) {
    state.members.patch(ID, { Membership_Type: conversion['type'], MSDate: midnight(state.today(member.HomeClub)) });
  }
  const read = readChanges(sent, state);
  if ('complaint' in read) return refused(read.complaint);
  state.members.patch(ID, read.fields);
  return good({ ID });
}
