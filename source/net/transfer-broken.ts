/** A connection to an uploader that ended while answers were owed. */
type Broken = {
	/**
	 * `foreign`: what is there does not speak 1.1, as its first answer, or the lack of one, shows (PROTOCOL.md 3, "Other parties");
	 * `garbage`: after proper answers something else came; `silent`: nothing came for too long; `closed`: by either side.
	 */
	readonly kind: 'foreign' | 'garbage' | 'silent' | 'closed';
	readonly detail: string;
	/** Whether this request's answer had begun, or should have: a request that waited behind another may just be sent again. */
	readonly begun: boolean;
	/** Bytes of the body that had come. */
	readonly received: number;
	/** Bytes that were announced. */
	readonly total?: number | undefined;
};

export class TransferBroken extends Error {
	override readonly name = 'TransferBroken';
	readonly kind: Broken['kind'];
	readonly detail: string;
	readonly begun: boolean;
	readonly received: number;
	readonly total: number | undefined;

	constructor({kind, detail, begun, received, total}: Broken) {
		super(`the transfer broke off (${kind}${detail === '' ? '' : `, ${detail}`})`);
		this.kind = kind;
		this.detail = detail;
		this.begun = begun;
		this.received = received;
		this.total = total;
	}
}
