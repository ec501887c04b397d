/** A value as bytes, and the name of the codec that wrote them. */
export interface EncodedValue {
  /** `json`, `tagged` or `bytes`; otherwise the id of the {@link ValueCodec} that wrote the bytes. */
  readonly codec: string;
  readonly bytes: Uint8Array;
}
