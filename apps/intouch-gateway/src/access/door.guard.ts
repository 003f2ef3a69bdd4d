import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Response } from 'express';
import { forbidden } from '../problem/problem.js';
import { checkIds } from '../problem/read.js';
import { mustSeeClub } from './access.js';
import { Clubs } from './clubs.js';
import type { GatewayRequest } from './gateway-request.js';
import { readJson } from './read-json.js';
import { makesItsClub, openToPublishers } from './open-to.js';

/** In this order: may the key do that, at that club; does the club exist; and only then the body is read. */
@Injectable()
export class Door implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly clubs: Clubs,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<GatewayRequest>();
    // Health answers without a key.
    if (!request.access) return true;
    const places = [context.getHandler(), context.getClass()];
    const { role } = request.access;
    const reads = request.method === 'GET' || request.method === 'HEAD';
    if (role === 'viewer' && !reads) throw forbidden('A viewer may only read');
    if (role === 'publisher' && !this.reflector.getAllAndOverride<boolean>(openToPublishers, places)) {
      throw forbidden('A publisher may use contacts, staff, lead sources, changes and the webhook');
    }
    const { clubId, contactId, staffId, leadSourceId, id } = request.params as Record<string, string>;
    if (clubId !== undefined) mustSeeClub(request.access, clubId);
    checkIds({ clubId, contactId, staffId, leadSourceId, id });
    if (clubId !== undefined && !this.reflector.getAllAndOverride<boolean>(makesItsClub, places)) {
      await this.clubs.get(clubId);
    }
    if (!reads) await readJson(request, http.getResponse<Response>());
    return true;
  }
}
