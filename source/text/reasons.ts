/** The system's error codes in words that a person reads inside a sentence. */

const words: Readonly<Record<string, string>> = {
	EACCES: 'permission denied',
	EADDRINUSE: 'address in use',
	EADDRNOTAVAIL: 'this machine has no such address',
	EAI_AGAIN: 'the name cannot be looked up now',
	EBUSY: 'busy',
	ECONNABORTED: 'connection aborted',
	ECONNREFUSED: 'connection refused',
	ECONNRESET: 'connection reset',
	EDQUOT: 'disk quota used up',
	EEXIST: 'it exists already',
	EHOSTDOWN: 'the machine is down',
	EHOSTUNREACH: 'no route to it',
	EINVAL: 'not a valid address or name',
	EIO: 'the disk cannot be read or written',
	EISDIR: 'it is a folder',
	ELOOP: 'links in a circle',
	EMFILE: 'too many open files',
	ENAMETOOLONG: 'the name is too long',
	ENETDOWN: 'the network is down',
	ENETUNREACH: 'no network leads to it',
	ENFILE: 'too many open files',
	ENOENT: 'it does not exist',
	ENOSPC: 'the disk is full',
	ENOTDIR: 'it is no folder',
	ENOTEMPTY: 'the folder is not empty',
	ENOTFOUND: 'no machine has that name',
	EPERM: 'not allowed',
	EPIPE: 'connection closed',
	EROFS: 'read-only',
	ETIMEDOUT: 'no answer',
	ETXTBSY: 'busy',
};

/**
 * Why something failed: the system's code in words where it has one; else the error's own message, its first line.
 * Takes whatever was thrown.
 */
export function reasonOf(error: unknown): string {
	if (typeof error === 'string') return words[error] ?? error;
	if (typeof error !== 'object' || error === null) return 'unknown error';
	const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
	const known = words[code];
	if (known !== undefined) return known;
	const message = 'message' in error && typeof error.message === 'string' ? error.message.split('\n', 1)[0] : '';
	return message || code || 'unknown error';
}
