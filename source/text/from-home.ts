/** A path as a shell would pass it on: `~` before the first folder is the home folder. */
export const fromHome = (name: string, home: string): string =>
	/^~(?:[/\\]|$)/.test(name) ? `${home}${name.slice(1)}` : name;
