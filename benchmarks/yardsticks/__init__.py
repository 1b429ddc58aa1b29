"""What others would write: plain statements and minimal views the product is measured against."""
