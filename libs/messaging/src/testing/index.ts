export { ChildService } from './child-process.js';
export type { ChildTask } from './child-service.js';
export { Effects, type Effect } from './effects.js';
export { eventually } from './eventually.js';
export { MemoryLog, type LogLine } from './memory-log.js';
export { Note, note, noteTopic, noteTopicNamed, uniqueName } from './note.js';
export { RawTopic, type BareRecord, type ReadRecord } from './raw-topic.js';
export { Stage } from './stage.js';
export { handlerOf, TestService, type TestServiceOptions } from './test-service.js';
