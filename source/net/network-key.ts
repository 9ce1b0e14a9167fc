/**
 * The key of a private network. With one, every connection is TLS 1.3 in which both sides prove that they have the key
 * (RFC 900002, section 8; RFC 8446, section 2.2).
 */
import {constants, createHash} from 'node:crypto';
import type {TcpNetConnectOpts} from 'node:net';
import {
	connect,
	createSecureContext,
	createServer,
	type SecureContext,
	type SecureContextOptions,
	type Server,
	type TLSSocket,
} from 'node:tls';

export const keyBytes = 32;

/**
 * What both sides have in common: only suites whose hash is SHA-256, since a pre-shared key belongs to a hash. A function,
 * because most programs have no key and need not load any of this.
 */
const terms = (): SecureContextOptions => ({
	minVersion: 'TLSv1.3',
	maxVersion: 'TLSv1.3',
	ciphers: 'TLS_AES_128_GCM_SHA256:TLS_CHACHA20_POLY1305_SHA256',
	// With a ticket a member could come back after the key was withdrawn.
	secureOptions: constants.SSL_OP_NO_TICKET,
	// Nobody is believed because of a certificate.
	ca: [],
});

/** The first byte of a TLS connection: a handshake record (RFC 8446, section 5.1). */
export const handshakeByte = 0x16;
/** A fatal alert, `protocol_version` (RFC 8446, section 6), for those who send plain text to a private port. */
export const alertRecord = Buffer.from([0x15, 3, 3, 0, 2, 2, 70]);

export class NetworkKey {
	/** Sent in the clear: `p2pci-` and the first 16 hexadecimal digits of the key's SHA-256. */
	readonly identity: string;
	readonly #secret: Buffer;
	#context: SecureContext | undefined;

	/** `secret`: 32 bytes. */
	constructor(secret: Uint8Array) {
		if (secret.length !== keyBytes) throw new RangeError(`a network key has ${keyBytes} bytes`);
		this.#secret = Buffer.from(secret);
		this.identity = `p2pci-${createHash('sha256').update(secret).digest('hex').slice(0, 16)}`;
	}

	/** Connects. `secureConnect` means that the other side has proven that it has the key. */
	connect(to: TcpNetConnectOpts): TLSSocket {
		this.#context ??= createSecureContext(terms());
		return connect({
			...to,
			secureContext: this.#context,
			servername: '',
			pskCallback: () => ({psk: this.#secret, identity: this.identity}),
			// Said here, since an environment variable can switch the default off, and with it the check below.
			rejectUnauthorized: true,
			// Only called for somebody with a certificate, who therefore did not use the key.
			checkServerIdentity: () => new Error('it shows a certificate instead of using the key'),
		});
	}

	/**
	 * A server that listens nowhere: sockets are handed over by its `connection` event. Those who have the key come out
	 * of `secureConnection`, others of `tlsClientError`; the caller limits the time.
	 */
	server(): Server {
		const pskCallback = (_: TLSSocket, identity: string) => (identity === this.identity ? this.#secret : null);
		return createServer({...terms(), pskCallback});
	}
}
