// Where class-transformer keeps what @Type says; it has types, but not beside the file that Node loads.
declare module 'class-transformer/cjs/storage.js' {
  export { defaultMetadataStorage } from 'class-transformer/types/storage';
}
