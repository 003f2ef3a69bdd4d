import { Body, Controller, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IsBoolean } from 'class-validator';
import { MaybeAbsent, type FileStateName } from '@intouch/contracts';
import { traceOf, type GatewayRequest } from '../../access/gateway-request.js';
import { Describe } from '../../documents/describe.js';
import { schemas } from '../../documents/schemas.js';
import { conflict, notFound, Problem } from '../../problem/problem.js';
import { read } from '../../problem/read.js';
import { FileStore } from '../../store/file.store.js';
import type { StoredIntegration } from '../../store/integration.store.js';
import { Integrations } from '../integrations/integrations.js';
import { mustBeEnabled, RunsByHand } from '../runs/runs-by-hand.js';

const listed = 1_000;

/** Why a file in such a state cannot be processed by hand just now. */
const busy: Partial<Record<FileStateName, string>> = {
  waiting: 'The file waits: it is read by itself once it is complete and its turn has come',
  reading: 'The file is being read just now',
  held: 'The brake holds the run of this file: approve or cancel that run',
};

export class ProcessBody {
  /** Tell what would happen, write nothing anywhere. */
  @MaybeAbsent() @IsBoolean() dryRun: boolean = false;
}

@ApiTags('Files')
@Controller('v1/clubs/:clubId/integrations/:vendor/files')
export class FilesController {
  constructor(
    private readonly integrations: Integrations,
    private readonly files: FileStore,
    private readonly runs: RunsByHand,
  ) {}

  @Get()
  @Describe({ summary: 'Files that the vendor left for the club and what became of them, newest first, at most 1,000', answers: { 200: schemas.files }, problems: [404] })
  async newest(@Param('clubId') clubId: string, @Param('vendor') name: string): Promise<object> {
    const { vendor } = await this.withFiles(clubId, name);
    return { files: await this.files.newestOf(clubId, vendor, listed) };
  }

  @Post(':name/process')
  @HttpCode(202)
  @Describe({ summary: 'Process a file once more, or release it from quarantine', body: schemas.processBody, answers: { 202: schemas.runId }, problems: [400, 404, 409, 422] })
  async process(@Req() request: GatewayRequest, @Param('clubId') clubId: string, @Param('vendor') vendor: string, @Param('name') name: string, @Body() body: unknown): Promise<object> {
    const integration = await this.withFiles(clubId, vendor);
    const { dryRun } = read(ProcessBody, body ?? {});
    const file = await this.files.find(clubId, integration.vendor, name);
    if (!file) throw notFound('file');
    mustBeEnabled(integration);
    const reason = busy[file.state];
    // A dry run disturbs nobody: somebody may want to see what a held file would do.
    if (reason !== undefined && !dryRun) throw conflict(reason);
    return this.runs.start(integration, { full: false, dryRun, file: name }, traceOf(request));
  }

  /** @throws {Problem} 404 for an unknown integration, or one that has no files */
  private async withFiles(clubId: string, vendor: string): Promise<StoredIntegration> {
    const integration = await this.integrations.get(clubId, vendor);
    const { files, title } = await this.integrations.description(vendor);
    if (!files) throw new Problem(404, 'Not Found', `No files come from ${title}`);
    return integration;
  }
}
