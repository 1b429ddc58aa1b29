"""What the system costs, measured against yardsticks: `./dev bench`. Nothing of the product imports it."""
