/** The system's error codes as words that fit into a sentence. */

/** The limit of this program, or of the whole system, is reached. */
export const tooManyFiles = 'too many open files';

const words: Readonly<Record<string, string>> = {
	EACCES: 'permission denied',
	EADDRINUSE: 'address in use',
	EADDRNOTAVAIL: 'this machine has no such address',
	EAI_AGAIN: 'the name cannot be resolved now',
	EBUSY: 'busy',
	ECONNABORTED: 'connection aborted',
	ECONNREFUSED: 'connection refused',
	ECONNRESET: 'connection reset',
	EDQUOT: 'disk quota exceeded',
	EEXIST: 'it exists already',
	EFBIG: 'the file would be too large',
	EHOSTDOWN: 'the machine is down',
	EHOSTUNREACH: 'no route to it',
	EINVAL: 'not a valid address or name',
	EIO: 'the disk cannot be read or written',
	EISDIR: 'it is a folder',
	ELOOP: 'it is a link, or links in a circle',
	EMFILE: tooManyFiles,
	ENAMETOOLONG: 'the name is too long',
	ENETDOWN: 'the network is down',
	ENETUNREACH: 'network unreachable',
	ENFILE: tooManyFiles,
	ENOENT: 'it does not exist',
	ENOSPC: 'the disk is full',
	ENOTDIR: 'it is not a folder',
	ENOTEMPTY: 'the folder is not empty',
	ENOTFOUND: 'no machine has that name',
	EPERM: 'not allowed',
	EPIPE: 'connection closed',
	EROFS: 'read-only',
	ETIMEDOUT: 'no answer',
	ETXTBSY: 'busy',
};

/** The system's code of an error, such as `ENOENT`; undefined when it has none. Accepts any thrown value. */
export const codeOf = (error: unknown): string | undefined =>
	typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
		? error.code
		: undefined;

/** The path in an error of the system; undefined when it has none. Accepts any thrown value. */
export const pathOf = (error: unknown): string | undefined =>
	typeof error === 'object' && error !== null && 'path' in error && typeof error.path === 'string'
		? error.path
		: undefined;

/**
 * Why something failed: the system's code in words if it has one, else the first line of the error's message. Accepts
 * any thrown value.
 */
export function reasonOf(error: unknown): string {
	if (typeof error === 'string') return words[error] ?? error;
	if (typeof error !== 'object' || error === null) return 'unknown error';
	const code = codeOf(error) ?? '';
	const known = words[code];
	if (known !== undefined) return known;
	const message = 'message' in error && typeof error.message === 'string' ? error.message.split('\n', 1)[0] : '';
	return message || code || 'unknown error';
}

/**
 * A sentence with this reason: nothing is wrong with the folder, or the other side, so the usual advice, which comes
 * after the reason, gives way to another.
 */
export function withFilesAdvice(told: string): string {
	const at = told.indexOf(tooManyFiles);
	const fact = told.slice(0, at) + told.slice(at).replace(/(?::|\.(?= |$)).*/, '');
	return `${fact}. Raise the limit of open files (ulimit -n) and start again.`;
}
