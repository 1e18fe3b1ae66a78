from banyan.cli import main

main()
