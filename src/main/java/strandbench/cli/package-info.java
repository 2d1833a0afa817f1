/** The command line: {@link strandbench.cli.Main} and one class per subcommand. */
package strandbench.cli;
