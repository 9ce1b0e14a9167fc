import {expect, it} from 'vitest';
import {Pacer} from '../../../source/peer/pace.ts';
import {Transfer, type TransferOptions} from '../../../source/peer/upload/upload-transfer.ts';

it('a client that leaves before its turn takes nothing of the rate that all uploads share', async () => {
	const shared = new Pacer();
	const rate = 1000;
	// Another transfer has as much under way as goes out in 100 s.
	shared.delay(100_000, rate, performance.now());
	let closed = false;
	const connection = {
		get closed() {
			return closed;
		},
		onClose: (listener: () => void) => {
			setImmediate(() => {
				closed = true;
				listener();
			});
			return () => {};
		},
		send: () => Promise.reject(new Error('closed')),
	};
	const slot = {waits: () => {}, took: () => {}};
	const quick = {has: () => false, took: () => {}};
	const upload = {add: () => {}};
	const pacing = {rate: () => rate, shared};
	const options = {connection, slot, quick, upload, pacing, stallMs: 1000, onSlow: () => {}};
	const transfer = new Transfer(options as unknown as TransferOptions);
	await expect(transfer.put(Buffer.alloc(512))).rejects.toThrow('closed');
	expect(shared.delay(1, rate, performance.now())).toBeLessThanOrEqual(100_000);
});
