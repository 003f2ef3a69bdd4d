import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';

/** `GET /openapi.json` and the page `/docs`, generated from the controllers. */
export function serveDocuments(app: NestExpressApplication): void {
  const about = new DocumentBuilder()
    .setTitle('InTouch Connector: gateway')
    .setDescription('The door between InTouch, people, and the clubs\' vendor systems. Errors are RFC 9457 problem details; every answer carries X-Request-Id.')
    .setVersion('1')
    .addBearerAuth()
    .addSecurityRequirements('bearer')
    .build();
  SwaggerModule.setup('docs', app, () => SwaggerModule.createDocument(app, about), { jsonDocumentUrl: 'openapi.json', yamlDocumentUrl: 'openapi.yaml' });
}
